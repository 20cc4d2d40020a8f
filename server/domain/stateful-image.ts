// Images of databases and the like: their data would go with the instance (S3-6).

const STATEFUL = new Set([
  ...['mysql', 'mysql-server', 'mariadb', 'percona', 'postgres', 'postgresql', 'postgis', 'timescaledb'],
  ...['redis', 'redis-stack', 'redis-stack-server', 'valkey', 'memcached', 'mongo', 'mongodb', 'couchdb'],
  ...['cassandra', 'scylla', 'clickhouse', 'clickhouse-server', 'influxdb', 'neo4j', 'etcd', 'zookeeper'],
  ...[
    'kafka',
    'cp-kafka',
    'rabbitmq',
    'nats',
    'pulsar',
    'rocketmq',
    'activemq',
    'elasticsearch',
    'opensearch',
  ],
  ...['minio', 'mssql', 'mssql-server', 'oracle', 'oceanbase-ce', 'tidb', 'nacos-server', 'consul', 'vault'],
]);

/** True for references whose last part names a service that keeps state: `mysql:8`, `bitnami/postgresql`. */
export function isStatefulImage(reference: string): boolean {
  const [name = ''] = reference
    .trim()
    .slice(reference.trim().lastIndexOf('/') + 1)
    .split(/[:@]/);
  return STATEFUL.has(name.toLowerCase());
}
