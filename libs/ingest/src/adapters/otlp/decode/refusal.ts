/** Why one item is not taken; the others of its request are. */
export class Refusal extends Error {}
