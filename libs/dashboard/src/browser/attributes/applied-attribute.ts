/**
 * One `data-*` attribute at work on one element: it evaluates the value, and holds what must be undone when the
 * attribute changes or the element goes. A plugin gets it as its only argument.
 */
import { runAction } from '../actions/run-action.js';
import { readMember } from '../expression/allowed-members.js';
import { evaluate, type Scope } from '../expression/evaluate.js';
import { parseExpression } from '../expression/parse-expression.js';
import { batch, effect } from '../signals/reactive.js';
import { signals } from '../signals/signals.js';
import type { AttributeName, Modifiers } from './attribute-name.js';
import type { PageElement } from './page-element.js';
import { reportFault } from './report-fault.js';

export class AppliedAttribute {
  readonly key: string;
  readonly modifiers: Modifiers;
  readonly #cleanups = new Set<() => void>();
  #faulty = false;

  constructor(
    readonly el: PageElement,
    readonly attribute: string,
    readonly value: string,
    name: AttributeName,
  ) {
    this.key = name.key;
    this.modifiers = name.modifiers;
  }

  /** Evaluates the attribute's value; throws what the expression throws. */
  evaluate(evt?: Event): unknown {
    const scope: Scope = {
      names: { el: this.el, evt },
      read: (path) => {
        const { value, rest } = signals.read(path);
        // As in Datastar, a signal nobody has set yet reads as empty text.
        return value === undefined ? '' : rest.reduce<unknown>((owner, name) => readMember(owner, name), value);
      },
      write: (path, value) => signals.write(path, value),
      act: (name, args) => runAction(name, { source: this, evt }, args),
    };
    return batch(() => evaluate(parseExpression(this.value), scope));
  }

  /** Runs `body`; a fault is reported, once until it heals, and goes no further. */
  guard(body: () => void): void {
    try {
      body();
      this.#faulty = false;
    } catch (error) {
      if (!this.#faulty) this.report(error);
      this.#faulty = true;
    }
  }

  report(error: unknown): void {
    reportFault(this.el, this.attribute, error);
  }

  /** Runs `body` now and whenever a signal it reads changes. */
  effect(body: () => void): void {
    this.onCleanup(effect(() => this.guard(body)));
  }

  listen(target: EventTarget, type: string, listener: (event: Event) => void, options?: AddEventListenerOptions): void {
    target.addEventListener(type, listener, options);
    this.onCleanup(() => target.removeEventListener(type, listener, options));
  }

  /** Registers what to undo; the answer takes it back, for things that end by themselves. */
  onCleanup(undo: () => void): () => void {
    this.#cleanups.add(undo);
    return () => this.#cleanups.delete(undo);
  }

  cleanUp(): void {
    const undos = [...this.#cleanups];
    this.#cleanups.clear();
    for (const undo of undos) undo();
  }
}
