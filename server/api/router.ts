import { router } from '#server/api/init.ts';
import { requireRows } from '#server/api/require-rows.ts';
import { accessRouter } from '#server/api/routers/access.ts';
import { accountRouter } from '#server/api/routers/account.ts';
import { applicationsRouter } from '#server/api/routers/applications.ts';
import { auditRouter } from '#server/api/routers/audit.ts';
import { certificatesRouter } from '#server/api/routers/certificates.ts';
import { credentialsRouter } from '#server/api/routers/credentials.ts';
import { deploymentsRouter } from '#server/api/routers/deployments.ts';
import { environmentsRouter } from '#server/api/routers/environments.ts';
import { historyRouter } from '#server/api/routers/history.ts';
import { invitationsRouter } from '#server/api/routers/invitations.ts';
import { liveRouter } from '#server/api/routers/live.ts';
import { logsRouter } from '#server/api/routers/logs.ts';
import { machineRouter } from '#server/api/routers/machine.ts';
import { membersRouter } from '#server/api/routers/members.ts';
import { metricsRouter } from '#server/api/routers/metrics.ts';
import { networksRouter } from '#server/api/routers/networks.ts';
import { packagesRouter } from '#server/api/routers/packages.ts';
import { requestsRouter } from '#server/api/routers/requests.ts';
import { scalingRouter } from '#server/api/routers/scaling.ts';
import { searchRouter } from '#server/api/routers/search.ts';
import { servicesRouter } from '#server/api/routers/services.ts';
import { sessionRouter } from '#server/api/routers/session.ts';
import { setupRouter } from '#server/api/routers/setup.ts';
import { shellRouter } from '#server/api/routers/shell.ts';
import { singleSignOnRouter } from '#server/api/routers/single-sign-on.ts';
import { tokensRouter } from '#server/api/routers/tokens.ts';
import { trafficRouter } from '#server/api/routers/traffic.ts';
import { usageRouter } from '#server/api/routers/usage.ts';
import { versionsRouter } from '#server/api/routers/versions.ts';

export const appRouter = router({
  session: sessionRouter,
  setup: setupRouter,
  account: accountRouter,
  environments: environmentsRouter,
  credentials: credentialsRouter,
  certificates: certificatesRouter,
  packages: packagesRouter,
  services: servicesRouter,
  versions: versionsRouter,
  deployments: deploymentsRouter,
  history: historyRouter,
  traffic: trafficRouter,
  scaling: scalingRouter,
  requests: requestsRouter,
  logs: logsRouter,
  metrics: metricsRouter,
  usage: usageRouter,
  shell: shellRouter,
  tokens: tokensRouter,
  machine: machineRouter,
  networks: networksRouter,
  audit: auditRouter,
  search: searchRouter,
  live: liveRouter,
  access: accessRouter,
  singleSignOn: singleSignOnRouter,
  applications: applicationsRouter,
  invitations: invitationsRouter,
  members: membersRouter,
});

requireRows(appRouter);

export type AppRouter = typeof appRouter;
