// What a test starts is the bundle (scripts/setup/programs-for-tests.mjs), as at `npm start`: the sources take several times as long to load.
globalThis.countersignBundled = true;
