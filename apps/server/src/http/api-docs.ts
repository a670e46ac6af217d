import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

/** OpenAPI as a page at /api/docs and as JSON at /api/docs-json. */
export function serveApiDocs(app: INestApplication, version: string): void {
  const document = new DocumentBuilder()
    .setTitle('Binnacle')
    .setDescription(
      'Events in, history out, questions answered. Errors are RFC 9457 problem documents with a stable `code`.',
    )
    .setVersion(version)
    .build();
  SwaggerModule.setup('api/docs', app, () => SwaggerModule.createDocument(app, document), {
    jsonDocumentUrl: 'api/docs-json',
  });
}
