# Two persons walk towards each other and pass; for four frames only the nearer one is seen. Each keeps their number.
see 0 2.5 0.1 person 100,200,30,80 -> 275,200,30,80 0.85
see 2.6 2.9 0.1 person 282,200,30,80 -> 303,200,30,80 0.3
see 3 6 0.1 person 310,200,30,80 -> 520,200,30,80 0.85
see 0 6 0.1 person 500,206,34,88 -> 80,206,34,88 0.9

---
   0.1  #1 person at 493,206,34,88  #2 person at 107,200,30,80
