set pagination off
set print entry-values no
break middle
run
echo step into get\n
python
for _ in range(9):
    if gdb.selected_frame().name() == "Box::get":
        break
    gdb.execute("step")
end
backtrace
echo step through get\n
python
while gdb.selected_frame().name() == "Box::get":
    gdb.execute("step")
end
continue
