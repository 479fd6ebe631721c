# A cone that scores 0.65 now and then, and 0.5 in between, is nobody.
zone yard 0,0 1,0 1,1 0,1
rule { "kind": "intrusion", "zone": "yard" }
see 0 20 0.2 person 300,215,24,60 0.5
see 0.1 20 0.6 person 300,215,24,60 0.65

---
