//! Registers Entra Handover itself in the tenant of a pasted token: a public single-page application with this page's address
//! as its only redirect URI and no secret.

use crate::graph::client::{Call, Graph, Prefer, Reply, encode};
use crate::graph::directory::{ORGANIZATION, Organization};
use crate::graph::json::field;
use crate::graph::patience::Patience;
use crate::graph::{Failure, Kind};
use crate::ids::{ClientId, MICROSOFT_GRAPH, PermissionId, TenantId};
use crate::ports::random_hex;
use serde_json::{Value, json};

/// The delegated scopes that Entra Handover asks for (`signin::access`), by their ids.
const SCOPES: [PermissionId; 6] = [
    // User.Read
    PermissionId::from_u128(0xe1fe6dd8_ba31_4d61_89e7_88639da4683d),
    // Application.Read.All
    PermissionId::from_u128(0xc79f8feb_a9db_4090_85f9_90d820caa0eb),
    // Policy.Read.All
    PermissionId::from_u128(0x572fea84_0151_49b2_9301_11cb16974376),
    // Application.ReadWrite.All
    PermissionId::from_u128(0xbdfbf15f_ee85_4955_8675_146e8e5296b5),
    // AppRoleAssignment.ReadWrite.All
    PermissionId::from_u128(0x84bccea3_f856_4a8a_967b_dbe0a3d53a64),
    // DelegatedPermissionGrant.ReadWrite.All
    PermissionId::from_u128(0x41ce6ca6_6826_4807_84f1_1c82854f7ee5),
];

/// A registration of Entra Handover, as `config.json` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Registration {
    pub client: ClientId,
    pub tenant: TenantId,
}

/// Makes the registration, for accounts of the token's own tenant. Safe to repeat within one call; a second call makes a second registration.
pub async fn register(graph: &Graph<'_>, redirect_uri: &str) -> Result<Registration, Failure> {
    let organization = graph
        .content(Call::get(ORGANIZATION, Patience::Brief), &|_| ())
        .await?;
    let tenant = Organization::read(&organization)?.id;
    let unique_name = format!("entra-handover-self-{}", random_hex(graph.ports.random, 8));
    let path = format!("/applications(uniqueName='{}')", encode(&unique_name));
    let access: Vec<Value> = SCOPES
        .iter()
        .map(|id| json!({"id": id.to_string(), "type": "Scope"}))
        .collect();
    let body = json!({
        "displayName": "Entra Handover",
        "signInAudience": "AzureADMyOrg",
        // Only `spa`: any other platform brings back AADSTS9002326.
        "spa": {"redirectUris": [redirect_uri]},
        "requiredResourceAccess": [{"resourceAppId": MICROSOFT_GRAPH.to_string(), "resourceAccess": access}],
    });
    let made = match graph
        .call(Call::patch(&path, body, Prefer::CreateIfMissing), &|_| ())
        .await
    {
        Ok(Reply::Content(made)) => made,
        Err(failure) if failure.kind != Kind::AlreadyExists => return Err(failure),
        Ok(Reply::Empty) | Err(_) => {
            let path = format!("{path}?$select=id,appId");
            graph
                .call(
                    Call::get(&path, Patience::RepeatableWhenReplicated),
                    &|_| (),
                )
                .await?
                .content()?
        }
    };
    let client: ClientId = field(&made, "appId")?;
    graph.ensure_service_principal(client, &|_| ()).await?;
    Ok(Registration { client, tenant })
}
