import { serve } from '../serve';
import { openSite } from '../wire';
import { collect } from './collect';

export const handle = serve(collect, openSite);
