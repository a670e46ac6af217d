/** What a question shows, read from the payload of its `agent:blocked`. */
import { isJsonObject, type JsonObject } from '../json.js';
import { hashOf } from './hash.js';
import {
  DECISIONS,
  type Decision,
  type QuestionAction,
  type QuestionContext,
  type QuestionItem,
  type QuestionKind,
  type QuestionOption,
  usableFields,
} from './question-fields.js';

/** What people see of a question, and how it may be answered. */
export interface QuestionContent {
  readonly kind: QuestionKind;
  readonly question: string;
  readonly options: readonly QuestionOption[];
  /** Something else than the options may be answered. */
  readonly allowOther: boolean;
  readonly action: QuestionAction | null;
  /** Decisions an approval may have. */
  readonly allowed: readonly Decision[];
  readonly responseSchema: JsonObject | null;
  /** Several questions in one; each has an id. */
  readonly items: readonly AskedItem[];
  readonly context: readonly QuestionContext[];
}

export interface AskedItem {
  readonly id: string;
  readonly question: string;
  readonly options: readonly QuestionOption[];
  readonly multi: boolean;
  readonly allowOther: boolean;
}

const DEFAULT_DECISIONS: readonly Decision[] = ['approve', 'reject', 'respond'];
/** What an agent says that is not understood is left out: the question is asked all the same. */
export function contentOf(payload: JsonObject): QuestionContent {
  const fields = usableFields(payload);
  const options = (fields.options ?? []) as readonly QuestionOption[];
  const action = (fields.action ?? null) as QuestionAction | null;
  const responseSchema = (fields.response_schema ?? null) as JsonObject | null;
  const allowed = (fields.allowed ?? []) as readonly Decision[];
  return {
    kind: (fields.kind as QuestionKind | null) ?? kindOf({ options, action, responseSchema }),
    question: typeof fields.question === 'string' ? fields.question : '',
    options,
    allowOther: fields.allow_other !== false,
    action,
    allowed: allowed.length > 0 ? DECISIONS.filter((one) => allowed.includes(one)) : DEFAULT_DECISIONS,
    responseSchema,
    items: ((fields.items ?? []) as readonly QuestionItem[]).map(itemOf),
    context: (fields.context ?? []) as readonly QuestionContext[],
  };
}

/** Of everything people see: an answer is bound to it. */
export const shownHash = (content: QuestionContent): string => hashOf(content);

const kindOf = ({
  options,
  action,
  responseSchema,
}: Pick<QuestionContent, 'options' | 'action' | 'responseSchema'>): QuestionKind => {
  if (responseSchema) return 'form';
  if (action) return 'approval';
  return options.length > 0 ? 'choice' : 'text';
};

const itemOf = (item: QuestionItem, index: number): AskedItem => ({
  id: item.id || String(index + 1),
  question: item.question,
  options: item.options ?? [],
  multi: item.multi === true,
  allowOther: item.allow_other !== false,
});

/** The properties of a schema that a form has a field for, in its order. */
export function propertiesOf(schema: JsonObject | null): readonly (readonly [name: string, schema: JsonObject])[] {
  if (!schema || !isJsonObject(schema.properties)) return [];
  return Object.entries(schema.properties).flatMap(([name, one]) => (isJsonObject(one) ? [[name, one] as const] : []));
}

export const valueOfOption = (option: QuestionOption): string => (typeof option === 'string' ? option : option.value);
