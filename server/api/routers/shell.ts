import { z } from 'zod';
import { forVersion, router } from '#server/api/init.ts';
import { requestShell } from '#server/commands/request-shell.ts';
import { Problem } from '#server/domain/problem.ts';
import { shellUrl } from '#server/domain/shell-address.ts';

export const shellRouter = router({
  /**
   * A ticket for one shell in an instance, and where to take it: a WebSocket, whose first message is
   * `{"kind":"open","ticket":…,"columns":…,"rows":…}`. Good once, for seconds.
   */
  open: forVersion('operate')
    .input(z.object({ instanceId: z.string() }))
    .mutation(({ ctx, input: { instanceId } }) => {
      const { shell, consoleUrl, times } = ctx.settings;
      const isHttps = consoleUrl.startsWith('https:');
      const url = shellUrl(shell, isHttps, ctx.headers.get('host'));
      if (url === null) throw new Problem(shell.port === 0 ? 'shell_off' : 'shell_address_missing');
      const { credential } = ctx.caller;
      const ticket = requestShell(ctx.command, {
        environmentId: ctx.service.environmentId,
        serviceId: ctx.service.id,
        versionId: ctx.version.id,
        instanceId,
        credentialId: credential.kind === 'session' ? credential.sessionId : credential.tokenId,
        ticketMs: times.shellTicketMs,
      });
      return { url, ticket };
    }),
});
