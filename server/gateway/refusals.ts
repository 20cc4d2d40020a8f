// What the gateway says when it cannot hand a request on. The codes are in docs/failure-modes.md.

export type Language = 'zh' | 'en';

type Words = { title: string; text: string };

export type Refusal = {
  status: number;
  retryAfterSeconds?: number;
  zh: Words;
  en: Words;
};

export const REFUSALS = {
  request_malformed: {
    status: 400,
    zh: { title: '请求无法理解', text: '请求的格式不正确，未转发到任何服务。' },
    en: {
      title: 'The request cannot be understood',
      text: 'It is malformed and was not passed on to any service.',
    },
  },
  test_address_closed: {
    status: 401,
    zh: {
      title: '此测试地址需要登录',
      text: '测试地址只对已登录的成员和持有分享链接的人开放。登录控制台后会自动回到这里。',
    },
    en: {
      title: 'This test address needs a sign-in',
      text: 'It is open to signed-in members and to those who hold a share link. After signing in to the console you come back here.',
    },
  },
  unknown_host: {
    status: 404,
    zh: { title: '没有这个服务', text: '此域名没有对应的服务。请检查地址，服务也可能已被删除。' },
    en: {
      title: 'There is no such service',
      text: 'No service has this domain name. Check the address; the service may also have been deleted.',
    },
  },
  ip_access: {
    status: 404,
    zh: { title: '不支持通过 IP 访问', text: '服务只能通过域名访问。请使用服务的默认域名或测试地址。' },
    en: {
      title: 'Services are not reached by IP address',
      text: 'They answer at their domain names only. Use the default domain or the test address of the service.',
    },
  },
  upstream_unreachable: {
    status: 502,
    zh: { title: '无法连接到服务', text: '该版本的实例都没有响应连接。请稍后重试。' },
    en: {
      title: 'The service cannot be reached',
      text: 'None of the instances of this version takes a connection. Try again in a moment.',
    },
  },
  upstream_broken: {
    status: 502,
    zh: { title: '服务没有给出完整的响应', text: '实例接受了请求，但在响应之前断开了连接。' },
    en: {
      title: 'The service did not answer properly',
      text: 'The instance took the request but broke off before it answered.',
    },
  },
  upstream_timeout: {
    status: 504,
    zh: { title: '服务没有及时响应', text: '实例接受了请求，但在时限内没有响应。请稍后重试。' },
    en: {
      title: 'The service did not answer in time',
      text: 'The instance took the request but did not answer within the limit. Try again in a moment.',
    },
  },
  service_paused: {
    status: 503,
    zh: { title: '服务已暂停', text: '服务的管理员暂停了它，恢复后即可访问。' },
    en: {
      title: 'The service is paused',
      text: 'Those who run it have paused it. It comes back when they resume it.',
    },
  },
  no_version: {
    status: 503,
    zh: { title: '服务还没有上线的版本', text: '没有版本承接流量。部署完成后即可访问。' },
    en: {
      title: 'The service has no live version yet',
      text: 'No version takes traffic. It works once one is deployed.',
    },
  },
  version_unavailable: {
    status: 503,
    retryAfterSeconds: 5,
    zh: { title: '版本暂时不可用', text: '该版本目前没有可用的实例。请稍后重试。' },
    en: {
      title: 'The version is not available right now',
      text: 'It has no instance that can answer at the moment. Try again in a few seconds.',
    },
  },
} as const satisfies Record<string, Refusal>;

export type RefusalCode = keyof typeof REFUSALS;

/** The language of an Accept-Language value: the one of ours that is wanted most, Chinese where none is. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map(readRange)
    .filter(({ language, quality }) => (language === 'zh' || language === 'en') && quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return wanted[0]?.language === 'en' ? 'en' : 'zh';
}

function readRange(range: string): { language: string | undefined; quality: number } {
  const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  return { language: tag.split('-')[0], quality: quality === undefined ? 1 : Number(quality) || 0 };
}
