const LINK = /\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)/g;
const FENCE = /^ {0,3}(```|~~~)[\s\S]*?^ {0,3}\1[^\n]*$/gm;

/** Relative link targets of a Markdown text, without their `#anchors`. */
export const findLinks = (markdown: string): string[] =>
  [...markdown.replace(FENCE, '').matchAll(LINK)]
    .map(([, target = '']) => target.split(/[#?]/, 1)[0] ?? '')
    .filter((target) => target !== '' && !/^([a-z][a-z0-9+.-]*:|\/)/i.test(target));
