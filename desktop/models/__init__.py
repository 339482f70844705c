"""Everything stored: peewee on SQLCipher. No Qt, no HTTP."""
