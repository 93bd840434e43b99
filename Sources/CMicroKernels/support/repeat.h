#ifndef RIDGELINE_REPEAT_H
#define RIDGELINE_REPEAT_H

// REPEAT_n(f) is f(0) f(1) … f(n - 1): the text of one instruction for each register.
#define REPEAT_4(f) f(0) f(1) f(2) f(3)
#define REPEAT_6(f) REPEAT_4(f) f(4) f(5)
#define REPEAT_7(f) REPEAT_6(f) f(6)
#define REPEAT_8(f) REPEAT_7(f) f(7)
#define REPEAT_12(f) REPEAT_8(f) f(8) f(9) f(10) f(11)
#define REPEAT_14(f) REPEAT_12(f) f(12) f(13)
#define REPEAT_16(f) REPEAT_14(f) f(14) f(15)
#define REPEAT_24(f) \
  REPEAT_16(f) f(16) f(17) f(18) f(19) f(20) f(21) f(22) f(23)
#define REPEAT_7_FROM_7(f) f(7) f(8) f(9) f(10) f(11) f(12) f(13)
#define REPEAT_6_FROM_8(f) f(8) f(9) f(10) f(11) f(12) f(13)
#define REPEAT_4_FROM_8(f) f(8) f(9) f(10) f(11)
#define REPEAT_12_FROM_12(f) \
  f(12) f(13) f(14) f(15) f(16) f(17) f(18) f(19) f(20) f(21) f(22) f(23)
#define REPEAT_8_FROM_16(f) f(16) f(17) f(18) f(19) f(20) f(21) f(22) f(23)

#endif
