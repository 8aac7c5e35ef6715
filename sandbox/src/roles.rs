//! Microsoft Entra directory roles: names, template ids, and the groups of them that operations ask for.
//! It does not know who holds a role.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

/// A built-in directory role, named as Microsoft displays it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DirectoryRole {
    /// Manages all aspects of Entra ID.
    #[serde(rename = "Global Administrator")]
    GlobalAdministrator,
    /// Manages role assignments, and may consent to Microsoft Graph application permissions.
    #[serde(rename = "Privileged Role Administrator")]
    PrivilegedRoleAdministrator,
    /// Manages all applications.
    #[serde(rename = "Application Administrator")]
    ApplicationAdministrator,
    /// Manages all applications except the application proxy.
    #[serde(rename = "Cloud Application Administrator")]
    CloudApplicationAdministrator,
    /// Registers applications even where users may not.
    #[serde(rename = "Application Developer")]
    ApplicationDeveloper,
    /// Reads what a Global Administrator reads.
    #[serde(rename = "Global Reader")]
    GlobalReader,
    /// Manages security settings.
    #[serde(rename = "Security Administrator")]
    SecurityAdministrator,
    /// Manages hybrid identity, and deleted applications.
    #[serde(rename = "Hybrid Identity Administrator")]
    HybridIdentityAdministrator,
    /// Manages users.
    #[serde(rename = "User Administrator")]
    UserAdministrator,
    /// Writes basic directory information.
    #[serde(rename = "Directory Writers")]
    DirectoryWriters,
    /// Reads basic directory information.
    #[serde(rename = "Directory Readers")]
    DirectoryReaders,
}

use DirectoryRole::{
    ApplicationAdministrator, CloudApplicationAdministrator, GlobalAdministrator, GlobalReader,
    HybridIdentityAdministrator, PrivilegedRoleAdministrator, SecurityAdministrator,
};

/// May manage every application (FACTS section 5.3).
pub const MANAGE_APPLICATIONS: &[DirectoryRole] = &[
    GlobalAdministrator,
    ApplicationAdministrator,
    CloudApplicationAdministrator,
];
/// May grant delegated admin consent, to any API.
pub const CONSENT_DELEGATED: &[DirectoryRole] = &[
    GlobalAdministrator,
    PrivilegedRoleAdministrator,
    ApplicationAdministrator,
    CloudApplicationAdministrator,
];
/// May grant application permissions of Microsoft Graph.
pub const CONSENT_GRAPH_ROLES: &[DirectoryRole] =
    &[GlobalAdministrator, PrivilegedRoleAdministrator];
/// May restore and purge deleted applications.
pub const MANAGE_DELETED: &[DirectoryRole] = &[
    GlobalAdministrator,
    ApplicationAdministrator,
    CloudApplicationAdministrator,
    HybridIdentityAdministrator,
];
/// May read the app management policy. The list is not confirmed by FACTS section 5.3; these are the roles named there.
pub const READ_POLICIES: &[DirectoryRole] = &[
    GlobalAdministrator,
    GlobalReader,
    SecurityAdministrator,
    ApplicationAdministrator,
    CloudApplicationAdministrator,
    PrivilegedRoleAdministrator,
];

impl DirectoryRole {
    /// The role's template id, the same in every tenant (FACTS section 5.2).
    pub fn template_id(self) -> Uuid {
        Uuid::from_u128(match self {
            Self::GlobalAdministrator => 0x62e9_0394_69f5_4237_9190_0121_7714_5e10,
            Self::PrivilegedRoleAdministrator => 0xe861_1ab8_c189_46e8_94e1_6021_3ab1_f814,
            Self::ApplicationAdministrator => 0x9b89_5d92_2cd3_44c7_9d02_a6ac_2d5e_a5c3,
            Self::CloudApplicationAdministrator => 0x158c_047a_c907_4556_b7ef_4465_51a6_b5f7,
            Self::ApplicationDeveloper => 0xcf1c_38e5_3621_4004_a7cb_8796_24dc_ed7c,
            Self::GlobalReader => 0xf2ef_992c_3afb_46b9_b7cf_a126_ee74_c451,
            Self::SecurityAdministrator => 0x194a_e4cb_b126_40b2_bd5b_6091_b380_977d,
            Self::HybridIdentityAdministrator => 0x8ac3_fc64_6eca_42ea_9e69_59f4_c7b6_0eb2,
            Self::UserAdministrator => 0xfe93_0be7_5e62_47db_91af_98c3_a49a_38b1,
            Self::DirectoryWriters => 0x9360_feb5_f418_4baa_8175_e2a0_0bac_4301,
            Self::DirectoryReaders => 0x88d8_e3e3_8f55_4a1e_953a_9b98_98b8_876b,
        })
    }

    /// The name that Microsoft displays.
    pub fn display_name(self) -> String {
        match serde_json::to_value(self) {
            Ok(Value::String(name)) => name,
            _ => String::new(),
        }
    }

    /// The role as a member of the directory; `tenant` makes its object id differ from its template id.
    pub fn to_json(self, tenant: Uuid) -> Value {
        let id = Uuid::from_u128(self.template_id().as_u128() ^ tenant.as_u128());
        json!({
            "@odata.type": "#microsoft.graph.directoryRole", "id": id.to_string(), "deletedDateTime": null,
            "description": format!("Built-in role {}.", self.display_name()), "displayName": self.display_name(),
            "roleTemplateId": self.template_id().to_string(),
        })
    }
}
