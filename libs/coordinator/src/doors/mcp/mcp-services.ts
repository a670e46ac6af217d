import { AcceptService } from '@binnacle/ingest';
import { Injectable } from '@nestjs/common';
import { MessagesService } from '../../messages/messages.service.js';
import { AskingService } from '../../questions/asking.service.js';
import { DeliveriesService } from '../../questions/deliveries.service.js';
import { QuestionDesk } from '../../questions/question-desk.js';
import { QuestionWaiters } from '../../questions/question-waiters.js';
import { CallOwners } from '../call-owners.js';

/** What the tools work with. */
@Injectable()
export class McpServices {
  constructor(
    readonly asking: AskingService,
    readonly waiters: QuestionWaiters,
    readonly deliveries: DeliveriesService,
    readonly desk: QuestionDesk,
    readonly messages: MessagesService,
    readonly acceptance: AcceptService,
    readonly owners: CallOwners,
  ) {}
}
