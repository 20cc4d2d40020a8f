// Preloaded into clients of services: names below localhost are this machine (RFC 6761 §6.3), as in every browser.
const dns = require('node:dns');

const { lookup } = dns;

dns.lookup = function lookupLocalhost(hostname, ...rest) {
  return lookup.call(this, hostname.endsWith('.localhost') ? '127.0.0.1' : hostname, ...rest);
};
