/**
 * The members of ModemManager's interfaces with their D-Bus types, as its introspection (version 1.24) has them.
 * A method is its arguments and its results; a property is its type. All properties are read-only.
 */
export interface Introspection {
  readonly name: string;
  readonly methods: Readonly<
    Record<string, readonly [Readonly<Record<string, string>>, Readonly<Record<string, string>>]>
  >;
  readonly signals: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly properties: Readonly<Record<string, string>>;
}

const SERVICE = 'org.freedesktop.ModemManager1';

export const managerInterface: Introspection = {
  name: SERVICE,
  methods: {
    ScanDevices: [{}, {}],
    SetLogging: [{ level: 's' }, {}],
    ReportKernelEvent: [{ properties: 'a{sv}' }, {}],
    InhibitDevice: [{ uid: 's', inhibit: 'b' }, {}],
  },
  signals: {},
  properties: { Version: 's' },
};

export const modemInterface: Introspection = {
  name: `${SERVICE}.Modem`,
  methods: {
    Enable: [{ enable: 'b' }, {}],
    ListBearers: [{}, { bearers: 'ao' }],
    CreateBearer: [{ properties: 'a{sv}' }, { path: 'o' }],
    DeleteBearer: [{ bearer: 'o' }, {}],
    Reset: [{}, {}],
    FactoryReset: [{ code: 's' }, {}],
    SetPowerState: [{ state: 'u' }, {}],
    SetCurrentCapabilities: [{ capabilities: 'u' }, {}],
    SetCurrentModes: [{ modes: '(uu)' }, {}],
    SetCurrentBands: [{ bands: 'au' }, {}],
    SetPrimarySimSlot: [{ sim_slot: 'u' }, {}],
    GetCellInfo: [{}, { cell_info: 'aa{sv}' }],
    Command: [{ cmd: 's', timeout: 'u' }, { response: 's' }],
  },
  signals: { StateChanged: { old: 'i', new: 'i', reason: 'u' } },
  properties: {
    Sim: 'o',
    SimSlots: 'ao',
    PrimarySimSlot: 'u',
    Bearers: 'ao',
    SupportedCapabilities: 'au',
    CurrentCapabilities: 'u',
    MaxBearers: 'u',
    MaxActiveBearers: 'u',
    MaxActiveMultiplexedBearers: 'u',
    Manufacturer: 's',
    Model: 's',
    Revision: 's',
    CarrierConfiguration: 's',
    CarrierConfigurationRevision: 's',
    HardwareRevision: 's',
    DeviceIdentifier: 's',
    Device: 's',
    Physdev: 's',
    Drivers: 'as',
    Plugin: 's',
    PrimaryPort: 's',
    Ports: 'a(su)',
    EquipmentIdentifier: 's',
    UnlockRequired: 'u',
    UnlockRetries: 'a{uu}',
    State: 'i',
    StateFailedReason: 'u',
    AccessTechnologies: 'u',
    SignalQuality: '(ub)',
    OwnNumbers: 'as',
    PowerState: 'u',
    SupportedModes: 'a(uu)',
    CurrentModes: '(uu)',
    SupportedBands: 'au',
    CurrentBands: 'au',
    SupportedIpFamilies: 'u',
  },
};

export const networkInterface: Introspection = {
  name: `${SERVICE}.Modem.Modem3gpp`,
  methods: {
    Register: [{ operator_id: 's' }, {}],
    Scan: [{}, { results: 'aa{sv}' }],
    SetEpsUeModeOperation: [{ mode: 'u' }, {}],
    SetInitialEpsBearerSettings: [{ settings: 'a{sv}' }, {}],
    DisableFacilityLock: [{ properties: '(us)' }, {}],
    SetPacketServiceState: [{ state: 'u' }, {}],
  },
  signals: {},
  properties: {
    Imei: 's',
    RegistrationState: 'u',
    OperatorCode: 's',
    OperatorName: 's',
    EnabledFacilityLocks: 'u',
    SubscriptionState: 'u',
    EpsUeModeOperation: 'u',
    Pco: 'a(ubay)',
    InitialEpsBearer: 'o',
    InitialEpsBearerSettings: 'a{sv}',
    PacketServiceState: 'u',
  },
};

export const ussdInterface: Introspection = {
  name: `${SERVICE}.Modem.Modem3gpp.Ussd`,
  methods: {
    Initiate: [{ command: 's' }, { reply: 's' }],
    Respond: [{ response: 's' }, { reply: 's' }],
    Cancel: [{}, {}],
  },
  signals: {},
  properties: { State: 'u', NetworkNotification: 's', NetworkRequest: 's' },
};

export const messagingInterface: Introspection = {
  name: `${SERVICE}.Modem.Messaging`,
  methods: {
    List: [{}, { result: 'ao' }],
    Delete: [{ path: 'o' }, {}],
    Create: [{ properties: 'a{sv}' }, { path: 'o' }],
    SetDefaultStorage: [{ storage: 'u' }, {}],
  },
  signals: { Added: { path: 'o', received: 'b' }, Deleted: { path: 'o' } },
  properties: { Messages: 'ao', SupportedStorages: 'au', DefaultStorage: 'u' },
};

export const simInterface: Introspection = {
  name: `${SERVICE}.Sim`,
  methods: {
    SendPin: [{ pin: 's' }, {}],
    SendPuk: [{ puk: 's', pin: 's' }, {}],
    EnablePin: [{ pin: 's', enabled: 'b' }, {}],
    ChangePin: [{ old_pin: 's', new_pin: 's' }, {}],
    SetPreferredNetworks: [{ preferred_networks: 'a(su)' }, {}],
  },
  signals: {},
  properties: {
    Active: 'b',
    SimIdentifier: 's',
    Imsi: 's',
    Eid: 's',
    OperatorIdentifier: 's',
    OperatorName: 's',
    EmergencyNumbers: 'as',
    PreferredNetworks: 'a(su)',
    Gid1: 'ay',
    Gid2: 'ay',
    SimType: 'u',
    EsimStatus: 'u',
    Removability: 'u',
  },
};

export const smsInterface: Introspection = {
  name: `${SERVICE}.Sms`,
  methods: { Send: [{}, {}], Store: [{ storage: 'u' }, {}] },
  signals: {},
  properties: {
    State: 'u',
    PduType: 'u',
    Number: 's',
    Text: 's',
    Data: 'ay',
    SMSC: 's',
    Validity: '(uv)',
    Class: 'i',
    TeleserviceId: 'u',
    ServiceCategory: 'u',
    DeliveryReportRequest: 'b',
    MessageReference: 'u',
    Timestamp: 's',
    DischargeTimestamp: 's',
    DeliveryState: 'u',
    Storage: 'u',
  },
};
