use std::{fs, io::Write, path::Path};

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use base64::{Engine, engine::general_purpose::STANDARD};
use secrecy::{ExposeSecret, SecretSlice, SecretString};

use super::TokenError;
use crate::random::{Random, bytes};

/// Seals secrets at rest with AES-256-GCM, private keys and what mails say: a leak of the database
/// yields none.
pub struct Vault {
    key: RandomizedNonceKey,
}

impl Vault {
    /// From 32 bytes in base64.
    pub fn from_base64(text: &SecretString) -> Result<Self, TokenError> {
        let key: SecretSlice<u8> =
            STANDARD.decode(text.expose_secret().trim()).map_err(|_| TokenError::BadVaultKey)?.into();
        let key = RandomizedNonceKey::new(&AES_256_GCM, key.expose_secret()).map_err(|_| TokenError::BadVaultKey)?;
        Ok(Self { key })
    }

    /// From a file that only its owner can read; made with a fresh key if it is not there. The
    /// caller holds the database's lock, so that two processes cannot both make one.
    pub fn from_file(path: &Path, random: &dyn Random) -> Result<Self, TokenError> {
        let failed = |source| TokenError::File { path: path.display().to_string(), source };
        if !path.exists() {
            let mut options = fs::OpenOptions::new();
            options.create_new(true).write(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(path).map_err(failed)?;
            let text = SecretString::from(STANDARD.encode(bytes::<32>(random)));
            file.write_all(text.expose_secret().as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
        }
        Self::from_base64(&fs::read_to_string(path).map_err(failed)?.into())
    }

    /// `nonce ‖ ciphertext ‖ tag`, bound to `name`: a sealed secret cannot be passed off as another.
    pub(crate) fn seal(&self, name: &str, plain: &SecretSlice<u8>) -> Result<Vec<u8>, TokenError> {
        let mut buffer = plain.expose_secret().to_vec();
        let nonce = self
            .key
            .seal_in_place_append_tag(Aad::from(name.as_bytes()), &mut buffer)
            .map_err(|_| TokenError::Crypto("sealing a secret"))?;
        let mut sealed = nonce.as_ref().to_vec();
        sealed.append(&mut buffer);
        Ok(sealed)
    }

    /// The inverse of [`Vault::seal`].
    pub(crate) fn open(&self, name: &str, sealed: &[u8]) -> Result<SecretSlice<u8>, TokenError> {
        let refused = || TokenError::Sealed(name.to_owned());
        let (nonce, ciphertext) = sealed.split_at_checked(NONCE_LEN).ok_or_else(refused)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| refused())?;
        let mut buffer = ciphertext.to_vec();
        let length =
            self.key.open_in_place(nonce, Aad::from(name.as_bytes()), &mut buffer).map_err(|_| refused())?.len();
        buffer.truncate(length);
        Ok(buffer.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SystemRandom;

    fn vault() -> Vault {
        Vault::from_base64(&STANDARD.encode(bytes::<32>(&SystemRandom)).into()).unwrap()
    }

    #[test]
    fn only_the_right_key_and_name_open_what_was_sealed() {
        let vault_a = vault();
        let plain: SecretSlice<u8> = b"private".to_vec().into();
        let sealed = vault_a.seal("k1", &plain).unwrap();
        assert_eq!(vault_a.open("k1", &sealed).unwrap().expose_secret(), b"private");
        assert!(!sealed.windows(7).any(|window| window == b"private"));
        assert!(vault_a.open("k2", &sealed).is_err());
        assert!(vault().open("k1", &sealed).is_err());
        assert!(vault_a.open("k1", &sealed[..5]).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn the_key_file_is_for_its_owner_alone_and_is_used_again() {
        use std::os::unix::fs::PermissionsExt;
        let path = std::env::temp_dir().join(format!("gatepost-vault-{}", std::process::id()));
        let sealed = Vault::from_file(&path, &SystemRandom).unwrap().seal("k", &b"x".to_vec().into()).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(Vault::from_file(&path, &SystemRandom).unwrap().open("k", &sealed).is_ok());
        fs::remove_file(&path).unwrap();
    }

    #[test]
    fn a_short_key_is_refused() {
        assert!(Vault::from_base64(&STANDARD.encode([0; 16]).into()).is_err());
        assert!(Vault::from_base64(&"no base64!".to_owned().into()).is_err());
    }
}
