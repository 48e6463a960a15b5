// AArch64's code is made as x86-64's is. For what has no recorder one line says so.
//
// RUN: %flowlog_cc --target=aarch64-linux-gnu -O2 -g -c %s -o %t.o && llvm-dwarfdump --verify %t.o && llvm-objdump -dr %t.o | FileCheck %s
// RUN: %flowlog_cc --target=aarch64-linux-gnu -O1 -S -emit-llvm %s -o - | opt -passes=verify -disable-output
// RUN: not %flowlog_cc -m32 -c %s -o %t.o 2> %t.err && FileCheck %s --check-prefix=NONE --input-file=%t.err
// RUN: %flowlog_cc -m32 -fplugin-arg-flowlog-off -c %s -o %t.o

__attribute__((flowlog)) int twice(int n) { return 2 * n; }

// CHECK-LABEL: <twice>:
// CHECK:         ldrb {{.*}}
// CHECK-NEXT:    R_AARCH64_LDST8_ABS_LO12_NC flowlog_gate
// CHECK-NEXT:    cbnz
// LLVM 16 cannot call by the table of addresses on AArch64.
// CHECK:         R_AARCH64_{{LD64_GOT_LO12_NC|CALL26}} flowlog_enter
// CHECK:         R_AARCH64_{{LD64_GOT_LO12_NC|CALL26}} flowlog_exit

// NONE: error: flowlog: there is no recorder for i386-{{.*}}; compile for it without flowlog's flag
