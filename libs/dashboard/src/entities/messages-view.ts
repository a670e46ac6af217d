import type { Message } from '@binnacle/coordinator';
import { action, attributes, type Html, html, init, on, postForm, timeAgo } from '@binnacle/plugin-kit';

/** Shown on the page; REST has all. */
export const MESSAGES_SHOWN = 50;
const MAX_CHARS = 65_536;

/** Writing to an agent, and what was written: unread until the agent takes it. */
export const messagesSection = (agentId: string, messages: readonly Message[]): Html =>
  html`<section class="panel panel-full messages" aria-labelledby="messages-title"><h2 id="messages-title">Messages to this agent</h2><div class="panel-body">
<form${attributes({ id: 'message-form', class: 'answer', 'data-needs': 'answer', method: 'post', action: `/api/v1/agents/${encodeURIComponent(agentId)}/messages` })}${on('submit', postForm())}>
<label class="visually-hidden" for="message-text">Message</label><textarea${attributes({ id: 'message-text', name: 'text', rows: 2, maxlength: MAX_CHARS, required: true, placeholder: 'Tell the agent something; it reads it when it next looks …' })}></textarea>
<div class="answer-foot"><span class="quiet">Ctrl + Enter sends</span><button class="primary" type="submit">Send</button></div></form>
${messageList(messages)}<div id="messages-stream"${init(streamOf(agentId))}></div></div></section>`;

/** The part that the stream paints again. */
export const messageList = (messages: readonly Message[]): Html =>
  html`<ol class="message-list" id="message-list">${
    messages.length === 0
      ? html`<li class="quiet">Nothing was sent yet. Agents read by REST, SDK, MCP and workspace.</li>`
      : messages.map(messageRow)
  }</ol>`;

const messageRow = ({ id, text, sentBy, sentAt, sessionId, readAt, readBy }: Message): Html =>
  html`<li${attributes({ id: `message-${id}`, class: readAt ? 'message is-read' : 'message' })}><p class="message-text" dir="auto">${text}</p>
<p class="quiet">${sentBy} · ${timeAgo(sentAt)}${sessionId && html` · for session ${sessionId}`} · ${readAt ? html`<span class="message-read">read ${timeAgo(readAt)} by ${readBy}</span>` : html`<strong class="message-unread">not read yet</strong>`}</p></li>`;

const streamOf = (agentId: string) =>
  action('get', `/agents/${encodeURIComponent(agentId)}/messages/live`, {
    retry: 'always',
    retryMaxCount: 'endless',
    requestCancellation: 'cleanup',
    noSignals: true,
  });
