import { MessagesService } from '@binnacle/coordinator';
import { InProject, Requires } from '@binnacle/http';
import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { RepaintStreams } from '../http/repaint-streams.js';
import { MESSAGES_SHOWN, messageList } from './messages-view.js';

/** The messages on an agent's page, as they are sent and read. */
@ApiExcludeController()
@Requires('read')
@Controller('agents/:id/messages/live')
export class MessagesLiveController {
  constructor(
    private readonly streams: RepaintStreams,
    private readonly messages: MessagesService,
  ) {}

  @Get()
  stream(@Param('id') agentId: string, @InProject() project: string, @Res() reply: FastifyReply): void {
    this.streams.open(reply, {
      key: `messages ${project} ${agentId}`,
      wants: (event) =>
        event.project === project && event.agentId === agentId && event.type.startsWith('user:message_'),
      render: async () => messageList(await this.messages.list(project, agentId, MESSAGES_SHOWN)),
    });
  }
}
