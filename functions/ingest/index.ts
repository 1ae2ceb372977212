import { serve } from '../serve';
import { openSite } from '../wire';
import { ingest } from './ingest';

export const handle = serve(ingest, openSite);
