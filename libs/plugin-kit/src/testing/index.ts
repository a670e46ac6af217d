/** Tests a panel without Nest, database or browser. */
export { eventOf } from './event-of.js';
export { render } from './render.js';
export { replay } from './replay.js';
