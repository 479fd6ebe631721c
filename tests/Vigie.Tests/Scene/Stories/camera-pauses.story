# The stream stalls for ten seconds. Who was there before is not taken for who is there after; who stands where they stood, is.
see 0 2 0.1 person 100,200,30,80 0.85
see 0 2 0.1 person 400,200,30,80 -> 500,200,30,80 0.85
see 12 14 0.1 person 100,200,30,80 0.85
see 12 14 0.1 person 300,200,30,80 -> 400,200,30,80 0.85

---
   0.1  #1 person at 100,200,30,80  #2 person at 405,200,30,80
  12.0  #1 person at 100,200,30,80
  12.1  #1 person at 100,200,30,80  #3 person at 305,200,30,80
