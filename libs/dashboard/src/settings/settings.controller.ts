import { Requires } from '@binnacle/http';
import { Controller, Get, Redirect } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';

/** The address that people type. */
@ApiExcludeController()
@Requires('signed-in')
@Controller('settings')
export class SettingsController {
  @Get()
  @Redirect('/settings/projects', 303)
  page(): void {}
}
