import { action, type Html, on } from '@binnacle/plugin-kit';

/** What a button of the editor sends: the whole form, and what to do with it. */
export const operation = (url: `/${string}`, name: string): Html =>
  on('click', action('post', `${url}?op=${name}`, { contentType: 'form' }), 'prevent');
