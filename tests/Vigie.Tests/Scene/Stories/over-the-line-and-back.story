# A person walks in over the line, turns round at once, and goes out again: one signal, with the last direction in its end. Later in again.
zone yard 0,0 1,0 1,1 0,1
line gate 0.5,0.9 0.5,0.1
rule { "kind": "line", "line": "gate" }
see 0 3 0.1 person 200,200,30,80 -> 350,200,30,80 0.8
see 3.1 6 0.1 person 345,200,30,80 -> 200,200,30,80 0.8
see 6.1 14 0.1 person 200,200,30,80 -> 500,200,30,80 0.8

---
   0.1  #1 person at 205,200,30,80
   2.3    line 1 start: person #1 in over gate since 2.3, confidence 0.80
   4.1    line 1 update: person #1 out over gate since 2.3, confidence 0.80
   6.1    line 1 end: person #1 out over gate since 2.3, confidence 0.80
   9.1    line 2 start: person #1 in over gate since 9.1, confidence 0.80
  11.1    line 2 end: person #1 in over gate since 9.1, confidence 0.80
