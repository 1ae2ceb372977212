import { serve } from '../serve';
import { openSite } from '../wire';
import { sweep } from './sweep';

export const handle = serve(sweep, openSite);
