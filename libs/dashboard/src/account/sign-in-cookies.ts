import { Callers, COOKIE, type CookieName, cookieHeader, LONGEST_MS, readCookie } from '@binnacle/auth';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Seconds to sign in elsewhere and come back. */
const SIGN_IN_SECONDS = 600;
const YEAR_SECONDS = 31_536_000;

/** Sets and reads the cookies of signing in. */
@Injectable()
export class SignInCookies {
  constructor(private readonly callers: Callers) {}

  read(request: FastifyRequest, name: CookieName): string | undefined {
    return readCookie(request.headers.cookie, name, this.callers.isSecure);
  }

  session(reply: FastifyReply, token: string): void {
    this.set(reply, COOKIE.session, token, LONGEST_MS / 1_000);
  }

  signIn(reply: FastifyReply, begun: string): void {
    this.set(reply, COOKIE.signIn, begun, SIGN_IN_SECONDS);
  }

  project(reply: FastifyReply, project: string): void {
    this.set(reply, COOKIE.project, project, YEAR_SECONDS);
  }

  forget(reply: FastifyReply, name: CookieName): void {
    this.set(reply, name, '', 0);
  }

  private set(reply: FastifyReply, name: CookieName, value: string, maxAge: number): void {
    // Fastify keeps several of these side by side.
    void reply.header('set-cookie', cookieHeader(name, { value, maxAge }, this.callers.isSecure));
  }
}
