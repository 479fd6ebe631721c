# A person walks past the end of the line to its other side: the extension is no line.
line gate 0.5,0.3 0.5,0.1
rule { "kind": "line", "line": "gate" }
see 0 5 0.1 person 200,200,30,80 -> 450,200,30,80 0.8

---
   0.1  #1 person at 205,200,30,80
