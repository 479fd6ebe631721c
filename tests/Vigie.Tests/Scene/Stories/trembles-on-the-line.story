# A person stands on the line; the box trembles over it by a few pixels. Nothing is crossed. Then it goes on: once.
line gate 0.5,0.9 0.5,0.1
rule { "kind": "line", "line": "gate" }
see 0 3 0.1 person 200,200,30,80 -> 303,200,30,80 0.8
see 3.1 10 0.2 person 308,200,30,80 0.8
see 3.2 10 0.2 person 302,200,30,80 0.8
see 10.1 13 0.1 person 305,200,30,80 -> 400,200,30,80 0.8

---
   0.1  #1 person at 203,200,30,80
  10.5    line 1 start: person #1 in over gate since 10.5, confidence 0.80
  12.5    line 1 end: person #1 in over gate since 10.5, confidence 0.80
