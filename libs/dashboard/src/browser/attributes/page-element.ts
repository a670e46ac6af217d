export type PageElement = HTMLElement | SVGElement | MathMLElement;
