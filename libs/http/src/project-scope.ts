/**
 * Which project the code of a plugin runs for. Code of ours is told by its parameters; that of plugins is handed no request.
 *
 * What follows every promise costs every request of the process: on Node 20 single events took a quarter more CPU. So it is on only
 * while something runs that needs it; a view, which is synchronous, needs a variable.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

const later = new AsyncLocalStorage<string>();
let open = 0;
let now: string | undefined;

/** For what has ended when it returns. */
export function inScopeOf<T>(project: string, work: () => T): T {
  const outer = now;
  now = project;
  try {
    return work();
  } finally {
    now = outer;
  }
}

/** For what has ended when its promise settles. */
export async function inScopeUntil<T>(project: string, work: () => T | Promise<T>): Promise<T> {
  let result: T | Promise<T> | undefined;
  const leave = openScope(project, () => {
    result = work();
  });
  try {
    return await (result as T | Promise<T>);
  } finally {
    leave();
  }
}

/** For what goes on until `leave`, the answer, is called. */
export function openScope(project: string, work: () => void): () => void {
  let isOpen = true;
  const leave = () => {
    if (!isOpen) return;
    isOpen = false;
    open -= 1;
    if (open === 0) later.disable();
  };
  open += 1;
  try {
    later.run(project, work);
  } catch (error) {
    leave();
    throw error;
  }
  return leave;
}

/** Undefined: of no request, and of nothing that is shown or told. */
export const projectInScope = (): string | undefined => now ?? (open > 0 ? later.getStore() : undefined);
