use base64::{Engine, engine::general_purpose::STANDARD};
use scrypt::{Params, scrypt};

use crate::password::{cost::Cost, stored::equal};

/// Bytes of Django's output.
const OUTPUT: usize = 64;
/// The most blocks of 128 bytes mixed in all, `N·r·p`, a second of work. Django writes 655,360.
const MOST_WORK: u64 = 1 << 22;

/// `scrypt$N$SALT$r$p$BASE64`.
pub(in crate::password) struct ScryptHash {
    params: Params,
    salt: String,
    output: Vec<u8>,
}

impl ScryptHash {
    pub(in crate::password) fn read(rest: &str) -> Option<Self> {
        let [n, salt, r, p, output] = rest.split('$').collect::<Vec<_>>().try_into().ok()?;
        let (n, r, p): (u64, u32, u32) = (n.parse().ok()?, r.parse().ok()?, p.parse().ok()?);
        if n < 2 || !n.is_power_of_two() {
            return None;
        }
        let blocks = n.checked_mul(u64::from(r))?;
        let kib = blocks / 8;
        if kib > u64::from(Cost::MOST_MEMORY_KIB) || blocks.checked_mul(u64::from(p))? > MOST_WORK {
            return None;
        }
        let params = Params::new(u8::try_from(n.ilog2()).ok()?, r, p).ok()?;
        let output = STANDARD.decode(output).ok().filter(|output| output.len() == OUTPUT)?;
        Some(Self { params, salt: salt.to_owned(), output })
    }

    pub(in crate::password) fn fits(&self, password: &str) -> bool {
        let mut output = [0; OUTPUT];
        let made = scrypt(password.as_bytes(), self.salt.as_bytes(), &self.params, &mut output);
        made.is_ok() && equal(&output, &self.output)
    }
}
