import access from '#messages/en/access.json' with { type: 'json' };
import account from '#messages/en/account.json' with { type: 'json' };
import apiDocs from '#messages/en/apiDocs.json' with { type: 'json' };
import apply from '#messages/en/apply.json' with { type: 'json' };
import audit from '#messages/en/audit.json' with { type: 'json' };
import common from '#messages/en/common.json' with { type: 'json' };
import deployments from '#messages/en/deployments.json' with { type: 'json' };
import editVersion from '#messages/en/editVersion.json' with { type: 'json' };
import environments from '#messages/en/environments.json' with { type: 'json' };
import failures from '#messages/en/failures.json' with { type: 'json' };
import gate from '#messages/en/gate.json' with { type: 'json' };
import history from '#messages/en/history.json' with { type: 'json' };
import instances from '#messages/en/instances.json' with { type: 'json' };
import issues from '#messages/en/issues.json' with { type: 'json' };
import join from '#messages/en/join.json' with { type: 'json' };
import logs from '#messages/en/logs.json' with { type: 'json' };
import members from '#messages/en/members.json' with { type: 'json' };
import metrics from '#messages/en/metrics.json' with { type: 'json' };
import newVersion from '#messages/en/newVersion.json' with { type: 'json' };
import problems from '#messages/en/problems.json' with { type: 'json' };
import regions from '#messages/en/regions.json' with { type: 'json' };
import requests from '#messages/en/requests.json' with { type: 'json' };
import roles from '#messages/en/roles.json' with { type: 'json' };
import scaling from '#messages/en/scaling.json' with { type: 'json' };
import serviceDetail from '#messages/en/serviceDetail.json' with { type: 'json' };
import serviceStates from '#messages/en/serviceStates.json' with { type: 'json' };
import services from '#messages/en/services.json' with { type: 'json' };
import settings from '#messages/en/settings.json' with { type: 'json' };
import shell from '#messages/en/shell.json' with { type: 'json' };
import signOn from '#messages/en/signOn.json' with { type: 'json' };
import spec from '#messages/en/spec.json' with { type: 'json' };
import specForm from '#messages/en/specForm.json' with { type: 'json' };
import stepDetails from '#messages/en/stepDetails.json' with { type: 'json' };
import steps from '#messages/en/steps.json' with { type: 'json' };
import tokens from '#messages/en/tokens.json' with { type: 'json' };
import traffic from '#messages/en/traffic.json' with { type: 'json' };
import usage from '#messages/en/usage.json' with { type: 'json' };
import versionDetail from '#messages/en/versionDetail.json' with { type: 'json' };
import versionStates from '#messages/en/versionStates.json' with { type: 'json' };
import versions from '#messages/en/versions.json' with { type: 'json' };
import webshell from '#messages/en/webshell.json' with { type: 'json' };
import type { zhCN } from '#messages/zh-CN.ts';

export const en: typeof zhCN = {
  access,
  account,
  apiDocs,
  apply,
  audit,
  common,
  deployments,
  editVersion,
  environments,
  failures,
  gate,
  history,
  issues,
  join,
  logs,
  metrics,
  usage,
  webshell,
  scaling,
  instances,
  members,
  newVersion,
  problems,
  regions,
  requests,
  roles,
  serviceDetail,
  serviceStates,
  services,
  settings,
  shell,
  signOn,
  spec,
  specForm,
  stepDetails,
  steps,
  tokens,
  traffic,
  versionDetail,
  versionStates,
  versions,
};
