static int twice(int n) { return 2 * n; }
int use(int n) {
  int sum = 0;
  while (n-- > 0) sum += twice(n);
  return sum;
}
