using System.Reflection;
using System.Runtime.CompilerServices;
using OciFs.Images;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests;

/// <summary>What programs may use of <c>OciFs</c> stands in a text file, so that a change of it shows in review.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void The_public_types_and_members_are_those_of_the_file()
    {
        var actual = string.Concat(typeof(ImageStore).Assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).Select(Describe));
        var file = Path.Combine(Fixtures.Root, "tests", "OciFs.Tests", "PublicApi.txt");
        if (actual != File.ReadAllText(file))
        {
            var now = Path.Combine(Fixtures.Root, "artifacts", "PublicApi.txt");
            File.WriteAllText(now, actual);
            Assert.Fail($"The public API has changed. Where that is meant: cp {now} {file}\n{Tool.Run("/", "sh", "-c", "diff \"$1\" \"$2\" || :", "sh", file, now)}");
        }
    }

    private static string Describe(Type type)
    {
        var members = type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(member => !member.IsDefined(typeof(CompilerGeneratedAttribute)) && member is not (Type or MethodInfo { IsSpecialName: true }) && member.Name != "value__")
            .Select(Describe).Order(StringComparer.Ordinal);
        return $"{Kind(type)} {type.FullName}\n{string.Concat(members.Select(member => $"    {member}\n"))}\n";
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        _ => "class",
    };

    private static string Describe(MemberInfo member) => member switch
    {
        PropertyInfo property => $"{Text(property.PropertyType)} {property.Name} {{ {(property.CanRead ? "get; " : "")}{(property.SetMethod is { IsPublic: true } ? "set; " : "")}}}",
        FieldInfo field => field.IsLiteral ? $"{field.Name} = {field.GetRawConstantValue()}" : $"{Text(field.FieldType)} {field.Name}",
        ConstructorInfo constructor => $"new{Parameters(constructor)}",
        MethodInfo method => $"{Text(method.ReturnType)} {method.Name}{Parameters(method)}",
        EventInfo @event => $"event {Text(@event.EventHandlerType!)} {@event.Name}",
        _ => member.ToString()!,
    };

    private static string Parameters(MethodBase method) => $"({string.Join(", ", method.GetParameters().Select(parameter => $"{Text(parameter.ParameterType)} {parameter.Name}"))})";

    private static string Text(Type type) => type switch
    {
        { IsByRef: true } => $"ref {Text(type.GetElementType()!)}",
        { IsArray: true } => $"{Text(type.GetElementType()!)}[]",
        { IsGenericType: true } => $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Text))}>",
        _ => type.Name,
    };
}
