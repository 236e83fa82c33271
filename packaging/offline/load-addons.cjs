// Loads the two compiled packages, and prints the version of SQLite: it fails where this machine's libraries are too old.
const Database = require('better-sqlite3');
const { autoDetect } = require('@serialport/bindings-cpp');

autoDetect();
process.stdout.write(`${new Database(':memory:').prepare('SELECT sqlite_version()').pluck().get()}\n`);
