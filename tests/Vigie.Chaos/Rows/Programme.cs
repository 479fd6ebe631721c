namespace Vigie.Chaos.Rows;

/// <summary>All rows, in the order of the table.</summary>
internal static class Programme
{
    public static Row[] Rows { get; } =
    [
        .. BrokerRows.All,
        .. BoxRows.All,
        .. PowerRows.All,
        .. LineRows.All,
        .. CableRows.All,
        .. DiskRows.All,
        .. ClockRows.All,
        .. CertificateRows.All,
        .. CommandRows.All,
        .. HubRows.All,
        .. RabbitRows.All,
    ];
}
