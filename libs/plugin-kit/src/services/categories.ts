import type { CategoryColor } from '../define-category.js';

export interface CategoryInfo {
  readonly id: string;
  readonly label: string;
  readonly color: CategoryColor;
}

/** The categories plugins have defined, besides the built-in ones. */
export abstract class Categories {
  abstract all(): readonly CategoryInfo[];
}
