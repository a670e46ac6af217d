import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessMode } from './access/access-mode.js';
import { Admission } from './access/admission.js';
import { AuthGuard } from './access/auth.guard.js';
import { Callers } from './access/callers.js';
import { OpenConnections } from './access/open-connections.js';
import { Audit } from './audit/audit.js';
import { AuditLog } from './audit/audit-log.js';
import { AuditRetention } from './audit/audit-retention.js';
import { AuditTable } from './audit/audit-table.js';
import { AuthOptions } from './auth-options.js';
import { ApiKeysService } from './keys/api-keys.service.js';
import { KeyRing } from './keys/key-ring.js';
import { FirstSetup } from './links/first-setup.js';
import { OneTimeLinks } from './links/one-time-links.js';
import { OidcLogin } from './oidc/oidc-login.js';
import { AccountsService } from './people/accounts.service.js';
import { LoginService } from './people/login.service.js';
import { LoginDelays } from './people/login-delays.js';
import { MembersService } from './people/members.service.js';
import { PasswordHasher } from './people/password-hasher.js';
import { SessionRing } from './people/session-ring.js';
import { SessionsService } from './people/sessions.service.js';
import { ProjectRing } from './projects/project-ring.js';
import { ProjectsService } from './projects/projects.service.js';

const OFFERED = [
  { provide: Audit, useClass: AuditTable },
  AuditLog,
  AccessMode,
  AccountsService,
  Admission,
  ApiKeysService,
  Callers,
  FirstSetup,
  LoginService,
  MembersService,
  OidcLogin,
  OneTimeLinks,
  ProjectRing,
  ProjectsService,
  SessionsService,
];

/** Needs `PrismaService`, which the composition root provides for all. Global: who calls is asked everywhere. */
@Module({})
export class AuthModule {
  static forRoot(options: AuthOptions): DynamicModule {
    return {
      module: AuthModule,
      global: true,
      providers: [
        { provide: AuthOptions, useValue: options },
        { provide: APP_GUARD, useClass: AuthGuard },
        AuditRetention,
        KeyRing,
        LoginDelays,
        OpenConnections,
        PasswordHasher,
        SessionRing,
        ...OFFERED,
      ],
      exports: OFFERED.map((one) => ('provide' in one ? one.provide : one)),
    };
  }
}
