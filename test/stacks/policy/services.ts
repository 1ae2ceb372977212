import { at } from '../resources';
import { both, isDev, isType, not, put, type Rule, valueIs } from './rule';

const SECRET_KEY = 'replication.user_managed.replicas.0.customer_managed_encryption.kms_key_name';

/** What keeps data, and where the name of its key stands. */
const WITH_KEY: Readonly<Record<string, string>> = {
  google_bigquery_dataset: 'default_encryption_configuration.kms_key_name',
  google_storage_bucket: 'encryption.default_kms_key_name',
  google_pubsub_topic: 'kms_key_name',
  google_cloudfunctions2_function: 'kms_key_name',
  google_artifact_registry_repository: 'kms_key_name',
  google_workflows_workflow: 'crypto_key_name',
  google_secret_manager_secret: SECRET_KEY,
};
const isKey = isType('google_kms_crypto_key');

const KEYS: readonly Rule[] = [
  ...Object.entries(WITH_KEY).flatMap(([type, path]): Rule[] => [
    valueIs(
      `${type} is encrypted by a key of our own where they are switched on`,
      both(isType(type), not(isDev)),
      path,
      (key) => /cryptoKeys\/data$/.test(String(key)),
      'projects/p/cryptoKeys/other',
    ),
    {
      name: `${type} has no key of our own where they are switched off`,
      of: both(isType(type), isDev),
      holds: (value) => at(value, path) === undefined,
      spoil: (value) => {
        const [first = '', ...inner] = path.split('.');
        put(
          value,
          first,
          inner.reduceRight<unknown>((within, key) => ({ [key]: within }), 'cryptoKeys/data'),
        );
      },
    },
  ]),
  valueIs('keys rotate', isKey, 'rotation_period', (period) => period, undefined),
  valueIs('no apply destroys a key', isKey, 'lifecycle.prevent_destroy', (is) => is === true, false),
];

const isFunction = isType('google_cloudfunctions2_function');
const bound = (what: string, field: string): Rule =>
  valueIs(`functions have a bound for ${what}`, isFunction, `service_config.${field}`, (is) => is, undefined);

const KEY_OF_QUERIES = 'service_config.environment_variables.ECLUSE_KMS_KEY';

const FUNCTIONS: readonly Rule[] = [
  valueIs(
    'functions keep what queries answer under a key of our own where they are switched on',
    both(isFunction, not(isDev)),
    KEY_OF_QUERIES,
    (key) => /cryptoKeys\/data$/.test(String(key)),
    undefined,
  ),
  valueIs(
    'functions know no key of our own where they are switched off',
    both(isFunction, isDev),
    KEY_OF_QUERIES,
    (key) => key === undefined,
    'projects/p/locations/r/keyRings/ecluse/cryptoKeys/data',
  ),
  bound('time', 'timeout_seconds'),
  bound('memory', 'available_memory'),
  bound('their number', 'max_instance_count'),
  valueIs(
    'functions answer only from inside',
    isFunction,
    'service_config.ingress_settings',
    (is) => is === 'ALLOW_INTERNAL_ONLY',
    'ALLOW_ALL',
  ),
  valueIs(
    'functions are built by an account of its own',
    isFunction,
    'build_config.service_account',
    (account) => String(account).includes('ecluse-images@'),
    'projects/p/serviceAccounts/default@p',
  ),
  {
    name: 'functions are told nothing that changes with a model',
    of: isFunction,
    holds: (value) => !/manifests\//.test(JSON.stringify(value.service_config)),
    spoil: (value) => put(value, 'service_config.note', 'manifests/abc.json'),
  },
];

const isAlert = isType('google_monitoring_alert_policy');

const ALERTS: readonly Rule[] = [
  valueIs(
    'errors of functions are told, but not what asks to be asked again',
    both(isAlert, ({ id }) => id === 'alert-function-errors'),
    'conditions.0.condition_threshold.filter',
    (filter) => /response_code_class="5xx" AND metric\.label\.response_code!="503"/.test(String(filter)),
    'metric.label.response_code_class="5xx"',
  ),
  valueIs(
    'alerts say what happened and what to do',
    isAlert,
    'documentation.content',
    (text) => String(text).length > 80 && /Look:/.test(String(text)),
    'Something is wrong.',
  ),
  valueIs(
    'alerts reach somebody',
    isAlert,
    'notification_channels',
    (channels) => (channels as unknown[]).length > 0,
    [],
  ),
];

export const SERVICES: readonly Rule[] = [...KEYS, ...FUNCTIONS, ...ALERTS];
