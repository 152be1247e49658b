using System.Security.Cryptography;
using System.Text;
using OciFs.References;
using OciFs.Searching;

namespace OciFs.Tests.Searching;

/// <summary>Conditions as find(1) takes them and as we do.</summary>
/// <param name="Arguments">For find, run in the root; what it prints begins with a dot.</param>
/// <param name="Conditions">For us.</param>
/// <param name="Hash">Hex of the SHA-256 that contents have, which find cannot ask for; null for any.</param>
internal sealed record RandomConditions(string[] Arguments, FileConditions Conditions, string? Hash = null)
{
    /// <summary>Some conditions; names are Latin-1 of the bytes of names that the trees have.</summary>
    public static RandomConditions Next(Random random, IReadOnlyList<string> names)
    {
        List<string> arguments = [];
        var conditions = new FileConditions();
        var isFile = false;
        string? hash = null;
        for (var left = random.Next(1, 4); left > 0; left--)
        {
            switch (random.Next(9))
            {
                case 0 or 1 or 2:
                    var name = names[random.Next(names.Count)];
                    arguments.AddRange(["-name", string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? $"{letter}" : $"\\{letter}"))]);
                    conditions = conditions with { Names = conditions.Names.Add(bytes => Encoding.Latin1.GetString(bytes) == name) };
                    break;
                case 3:
                    var part = names[random.Next(names.Count)];
                    arguments.AddRange(["-path", $"*/{string.Concat(part.Select(letter => $"\\{letter}"))}/*"]);
                    conditions = conditions with { Paths = conditions.Paths.Add(bytes => Encoding.Latin1.GetString(bytes).Contains($"/{part}/", StringComparison.Ordinal)) };
                    break;
                case 4:
                    var (letter, kind) = random.GetItems([("f", FileKind.Regular), ("d", FileKind.Directory), ("l", FileKind.SymbolicLink), ("p", FileKind.Fifo)], 1)[0];
                    arguments.AddRange(["-type", letter]);
                    conditions = conditions.Kinds is [var only] && only != kind
                        ? conditions with { Kinds = [(FileKind)0xC000] }
                        : conditions with { Kinds = [kind] };
                    break;
                case 5:
                    // Directories take what the file system likes.
                    var bytes = random.Next(12);
                    arguments.AddRange(["-not", "-type", "d", "-size", $"+{bytes}c"]);
                    conditions = conditions with
                    {
                        Sizes = conditions.Sizes.Add(size => size > bytes),
                        Attributes = conditions.Attributes.Add(_ => file => !UnixMode.IsDirectory(file.Mode)),
                    };
                    break;
                case 6:
                    arguments.Add("-empty");
                    conditions = conditions with { IsEmpty = true };
                    break;
                case 7:
                    var depth = random.Next(1, 4);
                    conditions = conditions with { MostDepth = Math.Min(conditions.MostDepth, depth), LeastDepth = 1 };
                    break;
                case 8 when !isFile:
                    isFile = true;
                    hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(random.Next(3) == 0 ? "" : "content")));
                    conditions = conditions with { Sha256 = Digest.Parse($"sha256:{hash}") };
                    break;
            }
        }

        if (conditions.MostDepth != int.MaxValue)
            arguments = ["-maxdepth", $"{conditions.MostDepth}", "-mindepth", "1", .. arguments];
        return new RandomConditions([.. arguments], conditions, hash);
    }
}
