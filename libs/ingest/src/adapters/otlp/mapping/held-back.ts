import type { OtlpMapperOptions } from './otlp-mapper-options.js';
import type { Held } from './trace-node.js';

/** How much is held back, as far as this process knows: counted on the way, and put right by what the database says. */
export class HeldBack {
  count = 0;
  private bytes = 0;

  constructor(private readonly options: OtlpMapperOptions) {}

  /** How many more may be held. */
  get room(): number {
    return this.bytes >= this.options.maxHeldBytes ? 0 : Math.max(0, this.options.maxHeld - this.count);
  }

  add(all: readonly Held[]): void {
    this.count += all.length;
    for (const held of all) this.bytes += JSON.stringify(held).length;
  }

  set(count: number, bytes: number): void {
    this.count = count;
    this.bytes = bytes;
  }
}
