import type { MappedEvent } from '@binnacle/plugin-kit';
import { known, text } from '../reading/attributes.js';
import type { Operation } from './operation.js';

/** After the fact: where the agent asked, it was answered. */
export const humanInput: Operation = ({ attributes, endNs, name }) => {
  const question = text(attributes, 'ag2.human_input.prompt', 'human_input.prompt') ?? name;
  const answer = text(attributes, 'ag2.human_input.response', 'human_input.response');
  const asked: MappedEvent = { type: 'agent:blocked', at: 'start', payload: { question, answerable: false } };
  const answered: MappedEvent = { type: 'agent:resumed', payload: known({ question, answer, answerable: false }) };
  return { events: endNs === 0n ? [asked] : [asked, answered] };
};
