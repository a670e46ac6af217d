/** The production server with a clock that can be set: SIGUSR2 sets it by what the file `CLOCK_FILE` then says, in ms from the true time. */
import { readFileSync } from 'node:fs';

const TrueDate = globalThis.Date;
let offset = 0;
const set = () => {
  offset = Number(readFileSync(process.env.CLOCK_FILE, 'utf8'));
  console.log(`clock set by ${offset} ms`);
};
set();
process.on('SIGUSR2', set);

globalThis.Date = class SetDate extends TrueDate {
  constructor(...args) {
    if (args.length === 0) super(TrueDate.now() + offset);
    else super(...args);
  }
  static now() {
    return TrueDate.now() + offset;
  }
};

await import('../../dist/apps/server/src/main.js');
