use std::sync::Arc;

use super::{AuthMethod, Client, ClientError, ClientId, Clients, Failure, Parameters, Provider, Shown};

impl Provider {
    /// The client of that name.
    pub async fn client(&self, id: &ClientId) -> Result<Option<Arc<Client>>, Failure> {
        match self.settings.clients {
            Clients::AnyOnLoopback => {
                let client = Client::on_loopback(id.clone(), self.settings.scopes, self.settings.protocol);
                Ok(Some(Arc::new(client)))
            }
            Clients::Registered => {
                let row = self.store.read().await?.clients().find(id.as_str()).await?;
                Ok(row.map(Client::try_from).transpose()?.map(Arc::new))
            }
        }
    }

    /// Whether pages of that origin are a client's.
    pub async fn is_clients_origin(&self, origin: &str) -> Result<bool, Failure> {
        Ok(self.store.read().await?.clients().has_origin(origin).await?)
    }

    /// The client that asks, once it has proven who it is.
    pub async fn authenticate(
        &self,
        authorization: Option<&str>,
        parameters: &Parameters,
    ) -> Result<Arc<Client>, ClientError> {
        let refused = ClientError::Unauthenticated { by_header: authorization.is_some() };
        match Shown::from_request(authorization, parameters)? {
            Shown::Secret(credentials) => {
                let client = self.client(&credentials.id).await?;
                client.filter(|client| client.accepts(&credentials, self.clock.now())).ok_or(refused)
            }
            Shown::Name(id) => self.client(&id).await?.filter(|client| client.is_public()).ok_or(refused),
            Shown::Assertion { id, assertion } => {
                let client = self.by_assertion(id, &assertion).await?;
                client.filter(|client| client.uses(AuthMethod::PrivateKeyJwt)).ok_or(refused)
            }
        }
    }
}
