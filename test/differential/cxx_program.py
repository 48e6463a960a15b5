"""cxx_program.py: makes a C++20 program from a seed, always the same one from the same seed.

The program is well defined, ends, and knows itself what flowlog has to find out: each function counts its calls under the
number of the line that it starts in, and many count the calls that an exception left. When it ends it prints a checksum of
all that it did, then `line LINE CALLS THROWN` for each, THROWN being `-` where only calls are counted.

Functions call only what stands above them, or themselves with a bound, and a fuel gauge stops what would take too long.
"""
import os
import random

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "prelude.cpp.in"), encoding="utf-8") as prelude:
    PRELUDE = prelude.read()


class Scope:
    """What a body that is being written may use, and how it may return: with a value, without one ("return;"), or not."""

    def __init__(self, names, returns="return {};"):
        self.names, self.returns = names, returns

    def with_names(self, *more):
        return Scope([*self.names, *more], self.returns)


class Program:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines = PRELUDE.replace("SEED", f"{self.random.getrandbits(60)}u").splitlines()
        self.calls = []      # functions: list of argument expressions -> call expression; all take and give u64
        self.classes = []    # names of those that can be made from (u64) and have `u64 act(u64)` of Root
        self.virtual = []    # those of them that have Root as a virtual base
        self.numbered = 0

    # -- small things

    def name(self, prefix):
        self.numbered += 1
        return f"{prefix}{self.numbered}"

    def chance(self, one_in):
        return self.random.randrange(one_in) == 0

    def put(self, *lines):
        self.lines += lines

    def constant(self):
        return f"{self.random.choice((self.random.randrange(9), self.random.getrandbits(40)))}u"

    def operand(self, scope):
        return self.random.choice(scope.names) if scope.names and not self.chance(4) else self.constant()

    def expression(self, scope, depth=2):
        kind = self.random.randrange(8)
        if depth == 0 or kind == 0:
            return self.operand(scope)
        if kind <= 3 and self.calls:
            # Mostly of late, so that calls go deep; what throws only where that is right.
            last = len(self.calls) - 1
            call = self.calls[max(0, last - int(self.random.expovariate(0.3)))]
            return call([self.expression(scope, depth - 1), self.operand(scope)])
        left, right = self.expression(scope, depth - 1), self.expression(scope, depth - 1)
        if kind == 4:
            return f"({left} / (({right} & 15u) + 1u))"
        if kind == 5:
            return f"(({left} & 3u) ? {right} : {self.operand(scope)})"
        return f"({left} {self.random.choice('+-*^|&')} {right})"

    # -- statements

    def body(self, scope, statements=None, depth=2):
        scope = scope.with_names()
        lines = []
        for _ in range(statements or self.random.randrange(1, 5)):
            lines += self.statement(scope, depth)
        return lines

    def statement(self, scope, depth):
        simple = [self.declare, self.declare, self.mix, self.guard, self.use_object]
        nested = [self.branch, self.loop, self.switch, self.tries, self.leave, self.lambda_here, self.heap_object,
                  self.by_function_object, self.goto_loop]
        return self.random.choice(simple + (nested if depth else []))(scope, depth - 1)

    def declare(self, scope, _):
        line = f"u64 {(name := self.name('v'))} = {self.expression(scope)};"
        scope.names.append(name)
        return [line]

    def mix(self, scope, _):
        return [f"mix({self.expression(scope)});"]

    def guard(self, scope, _):
        return [f"Guard {self.name('guard')}{{{self.operand(scope)}}};"]

    def use_object(self, scope, depth):
        if not self.classes:
            return self.mix(scope, depth)
        of, name = self.random.choice(self.classes), self.name("object")
        lines = [f"{of} {name}{{{self.operand(scope)}}};"]
        if self.chance(2):
            lines.append(f"Root& {name}_root = {name};")
            return lines + [f"mix({name}_root.act({self.operand(scope)}));"]
        return lines + [self.random.choice((
            f"mix({name}.act({self.operand(scope)}) + u64({name}));",
            f"mix(({name} + {of}({self.operand(scope)})).act(1u));",
            f"{{ {of} copy({name}); {of} moved(std::move(copy)); moved = {name}; mix(moved.act(2u)); }}",
            f"{{ u64 ({of}::*member)(u64) = &{of}::act; mix(({name}.*member)({self.operand(scope)})); }}",
            f"mix({of}::make({self.operand(scope)}).template scaled<3>(4u) + {name}.template scaled<2>('x'));",
        ))]

    def heap_object(self, scope, depth):
        if not self.classes:
            return self.mix(scope, depth)
        of, other, name = self.random.choice(self.classes), self.random.choice(self.classes), self.name("heap")
        return [f"{{ std::unique_ptr<Root> {name} = std::make_unique<{of}>({self.operand(scope)});",
                f"mix({name}->act({self.operand(scope)}));",
                f"if (auto* other = dynamic_cast<{other}*>({name}.get())) mix(other->act(5u)); }}"]

    def branch(self, scope, depth):
        return [f"if ({self.expression(scope)} & {self.random.choice((1, 2, 4, 3))}u) {{", *self.body(scope, 2, depth),
                "} else {", *self.body(scope, 1, depth), "}"]

    def loop(self, scope, depth):
        index, rounds = self.name("i"), self.random.randrange(2, 5)
        inside = scope.with_names(index)
        head = self.random.choice((f"for (u64 {index} = 0; {index} < {rounds}u; ++{index}) {{",
                                   f"for (u64 {index} : std::vector<u64>({rounds}u, {self.operand(scope)})) {{"))
        skip = f"if (({index} + {self.operand(scope)}) % 5u == 0) {self.random.choice(('continue', 'break'))};"
        return [head, *self.body(inside, 1, depth), skip, *self.body(inside, 1, depth), "}"]

    def goto_loop(self, scope, depth):
        label = self.name("again")
        # In a block of its own: a jump back runs the destructors of what is inside.
        return [f"{{ int {label}_left = 2; {label}: {{", *self.body(scope, 1, depth), f"}} if (--{label}_left) goto {label}; }}"]

    def switch(self, scope, depth):
        lines = [f"switch ({self.expression(scope)} % 4u) {{"]
        for case in range(3):
            lines += [f"case {case}u: {{", *self.body(scope, 1, depth), self.random.choice(("} break;", "} [[fallthrough]];"))]
        return lines + ["default: mix(1u); }"]

    def throw(self, scope):
        value = self.operand(scope)
        return self.random.choice((f"throw Oops({value});", f"throw Worse({value});", f"throw static_cast<int>({value});",
                                   f"throw std::string({value} % 30u, 'x');"))

    def leave(self, scope, _):
        test = f"if ({self.expression(scope)} % {self.random.randrange(2, 9)}u == 0) "
        return [test + (scope.returns.format(self.operand(scope)) if scope.returns and self.chance(2) else self.throw(scope))]

    def handlers(self, scope, depth, end=""):
        by_type = [["} catch (const Oops& caught) { mix(caught.code);"], ["} catch (int caught) { mix(caught);"],
                   ["} catch (Worse caught) {", f"mix(caught.code + {self.operand(scope)});"],
                   ["} catch (std::string& caught) {", "caught += 'y';", "if (caught.size() % 2) throw;", "mix(caught.size());"]]
        chosen = self.random.sample(by_type, self.random.randrange(1, 4))
        if self.chance(2):
            chosen.append(["} catch (...) {", *self.body(scope, 1, depth), *(["throw;"] if self.chance(3) else [])])
        lines = [line for handler in chosen for line in (*handler, end)]
        return lines

    def tries(self, scope, depth):
        return ["try {", *self.body(scope, 2, depth), *self.handlers(scope, depth), "}"]

    def lambda_here(self, scope, depth):
        name, kind = self.name("lambda"), self.random.randrange(4)
        inside = Scope(scope.names + ["x"])
        captures = self.random.choice(("=", "&")) if scope.names else ""
        if kind == 0:  # recursive
            return [f"auto {name} =",
                    f"  [{captures}](auto&& self, u64 x, int left) -> u64 {{ {self.count()}",
                    f"if (left == 0) return {self.expression(inside, 1)};", "return self(self, x + 1u, left - 1) * 3u; };",
                    f"mix({name}({name}, {self.operand(scope)}, {self.random.randrange(4)}));"]
        kind = {1: "auto x", 2: "const u64& x", 3: "u64 x"}[kind]
        mutable = "mutable " if captures != "&" and self.chance(2) else ""
        return [f"auto {name} =", f"  [{captures}]({kind}) {mutable}-> u64 {{ {self.count()}", *self.body(inside, 2, depth),
                f"return {self.expression(inside, 1)}; }};",
                f"mix({name}({self.operand(scope)}) + {name}(7u));"]

    def by_function_object(self, scope, depth):
        return [f"{{ std::function<u64(u64)> indirect =",
                f"  [](u64 x) -> u64 {{ {self.count()} return x * 5u; }};",
                f"mix(indirect({self.expression(scope, 1)})); }}"]

    def count(self, watch=True):
        """What stands on a function's first line; not all are watched, because it is a clean-up that changes the code."""
        return "WATCH;" if watch and self.chance(2) else "COUNT;"

    # -- functions

    def function(self):
        kinds = [self.plain, self.plain, self.returning, self.recursive, self.template, self.noexcept, self.variadic,
                 self.function_try, self.compile_time, self.overloads]
        self.random.choice(kinds)()

    def define(self, head, scope, end):
        self.put(f"{head} {{ {self.count()} FUEL;", *self.body(scope), end, "}", "")

    def plain(self):
        name = self.name("plain")
        attributes = self.random.choice(("", "static ", "inline ", "[[gnu::noinline]] ", "static inline ",
                                         "[[gnu::always_inline]] inline "))
        inside = self.chance(4)
        self.put(*(["namespace deep { namespace {"] if inside else []))
        self.define(f"{attributes}u64 {name}(u64 a, u64 b = 3u)", Scope(["a", "b"]), "return a + 3u * b;")
        self.put(*(["} }"] if inside else []))
        prefix = "deep::" if inside else ""
        self.calls.append(lambda of: f"{prefix}{name}({of[0]}" + (")" if self.chance(3) else f", {of[1]})"))

    def returning(self):
        """All the ways in which a result comes back."""
        name = self.name("gives")
        result, end, use = self.random.choice((
            ("Pair", "return {a, 7};", "{}.first"), ("Wide", "return {{a, b}};", "{}.item[1]"),
            ("Real", "return {double(a & 1023u), 2.5f};", "u64({}.x)"),
            ("std::optional<u64>", "if (a & 1u) return std::nullopt; return b;", "{}.value_or(9u)"),
            ("std::variant<u64, std::string>", "if (a & 1u) return std::string(\"one\"); return b;", "{}.index()"),
            ("std::unique_ptr<u64>", "return std::make_unique<u64>(a);", "*{}"),
            ("std::pair<u64, bool>", "return {a, true};", "{}.first"),
            ("unsigned char", "return a;", "{}"), ("__int128", "return a;", "u64({})"), ("float", "return a & 255u;", "u64({})"),
            ("long double", "return a & 255u;", "u64({})")))
        scope = Scope(["a", "b"])
        self.put(f"{result} {name}(u64 a, const u64& b) {{ {self.count()}", "auto work = [&]() -> u64 {",
                 *self.body(scope), "return a; };", "mix(work());", end, "}", "")
        self.calls.append(lambda of: use.format(f"{name}({of[0]}, {of[1]})"))

    def recursive(self):
        name = self.name("recurs")
        self.define(f"u64 {name}(u64 a, u64 left)", Scope(["a"]),
                    f"return left == 0 ? a : a + {name}(a / 2u, left - 1u) + (left & 1u ? {name}(a, left / 2u) : 0u);")
        self.calls.append(lambda of: f"{name}({of[0]}, {of[1]} & 7u)")

    def template(self):
        name = self.name("of")
        number, bound = self.random.randrange(2, 9), self.random.choice(("", " requires (N > 1)"))
        self.define(f"template <class Item, u64 N = {number}>{bound} u64 {name}(Item item, u64 b)",
                    Scope(["u64(item)", "b", "N"]), "return u64(item) * N;")
        self.calls.append(lambda of: self.random.choice((f"{name}({of[0]}, {of[1]})", f"{name}<short, 5>(short({of[0]}), {of[1]})",
                                                         f"{name}(char({of[0]}), {of[1]})")))

    def noexcept(self):
        name = self.name("never")
        self.put(f"u64 {name}(u64 a, u64 b) noexcept {{ COUNT; FUEL; try {{", *self.body(Scope(["a", "b"])),
                 "return a ^ b; } catch (...) { return b; }", "}", "")
        self.calls.append(lambda of: f"{name}({of[0]}, {of[1]})")

    def variadic(self):
        name = self.name("many")
        if self.chance(2):
            self.put(f"u64 {name}(int n, ...) {{ COUNT; va_list list; va_start(list, n);", "u64 all = 0;",
                     "for (int i = 0; i < n; ++i) all = all * 3u + va_arg(list, u64);", "va_end(list);", "return all; }", "")
            self.calls.append(lambda of: f"{name}(2, u64({of[0]}), u64({of[1]}))")
        else:
            self.define(f"template <class... Items> u64 {name}(Items... items)", Scope([]), "return (u64(items) + ... + 1u);")
            self.calls.append(lambda of: self.random.choice((f"{name}({of[0]}, {of[1]})", f"{name}({of[0]}, {of[1]}, 3)")))

    def function_try(self):
        name = self.name("tried")
        scope = Scope(["a", "b"])
        self.put(f"u64 {name}(u64 a, u64 b) try {{ COUNT; FUEL;", *self.body(scope), "return a - b;",
                 *self.handlers(scope, 1, "return b;"), "}", "")
        self.calls.append(lambda of: f"{name}({of[0]}, {of[1]})")

    def compile_time(self):
        name = self.name("both")
        self.put(f"constexpr u64 {name}(u64 a, u64 b) {{ if (!std::is_constant_evaluated()) COUNT;",
                 f"return a < 2u ? b : {name}(a / 4u, b + 1u) * 3u; }}", f"static_assert({name}(5u, 1u) != 0);", "")
        self.calls.append(lambda of: f"{name}({of[0]}, {of[1]})")

    def overloads(self):
        name = self.name("over")
        for parameter in ("int", "u64", "const std::string&"):
            self.put(f"u64 {name}({parameter}, u64 b) {{ {self.count()}", *self.body(Scope(["b"]), 1), "return b; }", "")
        self.calls.append(lambda of: self.random.choice((f"{name}(int({of[0]}), {of[1]})", f"{name}(u64({of[0]}), {of[1]})",
                                                         f'{name}("text", {of[0]})')))

    # -- classes

    def roots(self):
        self.put("struct Root {",
                 "  u64 held;",
                 "  explicit Root(u64 a) : held(a) { COUNT; }",
                 "  Root(const Root& other) : held(other.held + 1u) { COUNT; }",
                 "  Root& operator=(const Root& other) { COUNT; held = other.held; return *this; }",
                 "  virtual ~Root() { COUNT; mix(held); }",
                 "  virtual u64 act(u64 a) { COUNT; return held + a; }",
                 "};",
                 "struct Guard {",
                 "  u64 held;",
                 "  explicit Guard(u64 a) : held(a) { COUNT; }",
                 "  ~Guard() { COUNT; mix(held); }",
                 "};", "")

    def class_(self):
        """Of Root, by a virtual base or not; some with another class between, some from two."""
        name = self.name("Class")
        virtual = self.chance(2)
        head = f"struct {name} : {'virtual ' if virtual else ''}Root"
        inits = ["Root(a)"]
        side = self.name("Side") if self.chance(2) else ""
        if side:
            self.put(f"struct {side} {{", "  u64 own;", f"  explicit {side}(u64 a) : own(a) {{ {self.count()}",
                     *self.body(Scope(["a"], "return;"), 1), "}", f"  {side}(const {side}& other) : own(other.own) {{ COUNT; }}",
                     f"  virtual ~{side}() {{ COUNT; mix(own); }}", f"  virtual u64 aside(u64 a) {{ {self.count()}",
                     *self.body(Scope(["a", "own"]), 1), "return a * own; }", "};", "")
            head += f", {side}"
            inits.append(f"{side}(a * 2u)")
        scope = Scope(["a", "held"], "return;")
        # What may throw before the body would go uncounted there, so the first thing initialised that may throw counts.
        if inits[1:]:
            inits[1] = inits[1].replace("(", "((COUNT, ", 1) + ")"
        inits.append("more(a)" if inits[1:] else "more((COUNT, a))")
        self.put(head + " {", "  u64 more;", "  Guard guard{more};")
        if self.chance(2):
            self.put(f"  explicit {name}(u64 a) try : {', '.join(inits)} {{", *self.body(scope, 2),
                     *self.handlers(Scope(["a"], ""), 1), "}")
        else:
            self.put(f"  explicit {name}(u64 a) : {', '.join(inits)} {{", *self.body(scope, 1), "}")
        self.put(f"  {name}(const {name}& other) : Root(other.held)" + (f", {side}(other)" if side else "") + ", more(other.more) { COUNT; }",
                 f"  {name}& operator=(const {name}& other) {{ COUNT; held ^= other.held; return *this; }}",
                 f"  ~{name}() {'override ' if self.chance(2) else ''}{{ COUNT;", "try {", *self.body(Scope(["held"], "return;"), 1), "} catch (...) { mix(4u); } }",
                 f"  u64 act(u64 a) override {{ {self.count()} FUEL;", *self.body(Scope(["a", "held"])),
                 f"return a + more + {'Root::act(a)' if self.chance(2) else 'held'}; }}",
                 *self.operators(name), "};", "")
        self.classes.append(name)
        if virtual:
            self.virtual.append(name)

    def operators(self, name):
        return [f"  explicit operator u64() const {{ {self.count()} return held * 3u; }}",
                f"  friend {name} operator+(const {name}& one, const {name}& two) {{ {self.count()}",
                f"{name} result(one.held + two.held);", "return result; }",
                f"  static {name} make(u64 a) {{ {self.count()} return {name}(a ^ 5u); }}",
                f"  template <int Factor, class Item> u64 scaled(Item item) const {{ {self.count()}",
                "return u64(item) * Factor + held; }"]

    def diamond(self):
        """Of one or two classes that share their virtual Root, which is this one's to make."""
        name, bases = self.name("Joined"), self.random.sample(self.virtual, min(2, len(self.virtual)))
        inits = ["Root(a)", f"{bases[0]}((COUNT, a))", *(f"{base}(a + 1u)" for base in bases[1:])]
        copies = ["Root(other)", *(f"{base}(other)" for base in bases)]
        self.put(f"struct {name} : {', '.join(bases)} {{", f"  explicit {name}(u64 a) : {', '.join(inits)} {{",
                 *self.body(Scope(["a", "held"], "return;"), 1), "}",
                 f"  {name}(const {name}& other) : {', '.join(copies)} {{ COUNT; }}",
                 f"  {name}& operator=(const {name}& other) {{ COUNT; held = other.held; return *this; }}",
                 f"  ~{name}() {{ COUNT; }}", f"  u64 act(u64 a) final {{ {self.count()} FUEL;",
                 f"return {bases[0]}::act(a) + {bases[-1]}::act(1u); }}",
                 *self.operators(name), "};", "")
        self.classes.append(name)

    # -- the whole

    def main(self):
        self.put("struct Early {", "  explicit Early(u64 a) { COUNT; mix(a); }", "  ~Early() { COUNT; mix(6u); }", "};",
                 "static Early early(8u);", "static thread_local Early late(9u);", "",
                 "int main() { COUNT; mix(reinterpret_cast<u64>(&late) != 0);")
        for _ in range(12):
            self.put("try {", "fuel = 200;", *self.body(Scope([], ""), 3), "} catch (...) { mix(11u); }")
        self.put(self.random.choice(("return checksum % 64u;", "std::exit(checksum % 64u);")), "}")

    def text(self):
        self.roots()
        for _ in range(self.random.randrange(12, 22)):
            self.class_() if self.chance(4) else self.function()
        if self.virtual:
            self.diamond()
            self.function()
        self.main()
        text = "\n".join(self.lines) + "\n"
        return text.replace("LINES", str(len(self.lines) + 2))


def program(seed):
    return Program(seed).text()
