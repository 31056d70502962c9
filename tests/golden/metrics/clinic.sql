CREATE TABLE owner (id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT, email TEXT UNIQUE, joined TEXT);
CREATE TABLE pet (id INTEGER PRIMARY KEY, owner_id INTEGER NOT NULL REFERENCES owner (id), name TEXT, kind TEXT,
                  weight REAL);
CREATE TABLE visit (id INTEGER PRIMARY KEY, pet_id INTEGER REFERENCES pet (id), day TEXT NOT NULL, fee REAL,
                    market_value INTEGER);
CREATE VIEW heavy AS SELECT * FROM pet WHERE weight > 20;
