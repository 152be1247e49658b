namespace OciFs.Rivals.Tests;

/// <summary>What is judged of the archives of <see cref="Writers"/>, as <see cref="Judgements"/>.</summary>
internal static class WrittenJudgements
{
    private const string Before = "t/before mtime: -1.123456789 -> -2.876543211", Old = "t/old mtime: -1500000000.123456789 -> -1500000001.876543211";

    private const string LongLinkTime = "t/hard-long mtime: 1600000000.000000000 -> 1600000000.123456789";

    private static readonly string LongNameTime = $"t/255{new string('n', 252)} mtime: 1600000000.000000000 -> 1600000000.123456789";

    private static readonly Judgement Before1970 = new("PAX's times before 1970 are read as GNU tar reads them; bsdtar adds the fraction")
    {
        BsdTar = ["t/before mtime: 0.876543211 -> -1.123456789", "t/old mtime: -1499999999.876543211 -> -1500000000.123456789"],
    };

    /// <summary>By writer.</summary>
    public static IReadOnlyDictionary<string, Judgement> ByWriter { get; } = new Dictionary<string, Judgement>(StringComparer.Ordinal)
    {
        ["tar posix"] = Before1970,
        ["tar posix 0.0"] = Before1970,
        ["tar posix 0.1"] = Before1970,
        ["tar posix 1.0"] = Before1970,
        ["python pax"] = new(Before1970.Why)
        {
            BsdTar = ["t/before mtime: 0.876543211 -> -1.123456789", "t/old mtime: -1499999999.876543300 -> -1500000000.123456700"],
        },
        ["bsdtar pax"] = new("bsdtar writes times before 1970 as it reads them, and no one else")
        {
            BsdTar = [Before, Old],
        },
        ["bsdtar paxr"] = new("rule 6: what the header of a hard link says counts, here the fraction of a second; and times as of bsdtar pax")
        {
            GnuTar = [LongNameTime, LongLinkTime],
            BsdTar = [LongNameTime, Before, LongLinkTime, Old],
        },
    };
}
