import { expect, it } from '@jest/globals';
import { findLinks } from './find-links.js';

it('finds relative targets without anchors, and leaves out other addresses and code', () => {
  const text = [
    '[a](docs/a.md#top) ![b](<img/b.png>) [c](c.md "title")',
    '[web](https://example.org) [mail](mailto:a@example.org) [top](#top) [root](/x)',
    '```',
    '[code](no.md)',
    '```',
  ].join('\n');
  expect(findLinks(text)).toEqual(['docs/a.md', 'img/b.png', 'c.md']);
});
